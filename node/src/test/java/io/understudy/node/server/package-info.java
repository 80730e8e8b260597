@NullMarked
package io.understudy.node.server;

import org.jspecify.annotations.NullMarked;
