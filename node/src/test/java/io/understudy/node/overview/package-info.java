@NullMarked
package io.understudy.node.overview;

import org.jspecify.annotations.NullMarked;
