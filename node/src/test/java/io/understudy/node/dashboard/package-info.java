@NullMarked
package io.understudy.node.dashboard;

import org.jspecify.annotations.NullMarked;
