/** Who acknowledged what and when, by a client that knows nothing of the product. */
@NullMarked
package io.understudy.lab.observer;

import org.jspecify.annotations.NullMarked;
