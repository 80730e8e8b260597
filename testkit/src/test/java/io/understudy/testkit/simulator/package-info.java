@NullMarked
package io.understudy.testkit.simulator;

import org.jspecify.annotations.NullMarked;
