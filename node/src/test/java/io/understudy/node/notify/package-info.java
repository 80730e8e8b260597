@NullMarked
package io.understudy.node.notify;

import org.jspecify.annotations.NullMarked;
