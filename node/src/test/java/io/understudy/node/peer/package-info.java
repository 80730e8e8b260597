@NullMarked
package io.understudy.node.peer;

import org.jspecify.annotations.NullMarked;
