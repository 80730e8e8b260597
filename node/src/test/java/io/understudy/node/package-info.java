@NullMarked
package io.understudy.node;

import org.jspecify.annotations.NullMarked;
