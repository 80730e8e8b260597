@NullMarked
package io.understudy.node.guard;

import org.jspecify.annotations.NullMarked;
