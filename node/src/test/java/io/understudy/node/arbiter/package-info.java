@NullMarked
package io.understudy.node.arbiter;

import org.jspecify.annotations.NullMarked;
