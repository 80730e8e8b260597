@NullMarked
package io.understudy.node.address;

import org.jspecify.annotations.NullMarked;
