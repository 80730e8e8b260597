@NullMarked
package io.understudy.node.fence;

import org.jspecify.annotations.NullMarked;
