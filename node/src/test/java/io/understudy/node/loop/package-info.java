@NullMarked
package io.understudy.node.loop;

import org.jspecify.annotations.NullMarked;
