/** A build agent of the sample pipeline server. */
@NullMarked
package io.understudy.demo.worker;

import org.jspecify.annotations.NullMarked;
