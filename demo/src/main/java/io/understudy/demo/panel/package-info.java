/**
 * The demonstration's lab panel: what can be done to its cluster, and what its clients see of that,
 * in a browser. For this machine's own person alone; no part of the product.
 */
@NullMarked
package io.understudy.demo.panel;

import org.jspecify.annotations.NullMarked;
