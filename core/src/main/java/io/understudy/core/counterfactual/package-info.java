/**
 * Why a node decided as it did, for people: what it saw, which rule spoke, and the smallest change
 * that would have turned it. It knows no rule itself: it changes one thing and decides again.
 */
@NullMarked
package io.understudy.core.counterfactual;

import org.jspecify.annotations.NullMarked;
