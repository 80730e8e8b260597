@NullMarked
package io.understudy.node.identity;

import org.jspecify.annotations.NullMarked;
