/** Keys and certificates as text. */
@NullMarked
package io.understudy.node.pem;

import org.jspecify.annotations.NullMarked;
