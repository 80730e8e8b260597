/** A whole cluster on the hosts of a lab, as its operators see it. */
@NullMarked
package io.understudy.lab.cluster;

import org.jspecify.annotations.NullMarked;
