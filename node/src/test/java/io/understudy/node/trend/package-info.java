@NullMarked
package io.understudy.node.trend;

import org.jspecify.annotations.NullMarked;
