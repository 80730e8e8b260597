@NullMarked
package io.understudy.node.process;

import org.jspecify.annotations.NullMarked;
