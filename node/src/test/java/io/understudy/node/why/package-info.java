@NullMarked
package io.understudy.node.why;

import org.jspecify.annotations.NullMarked;
