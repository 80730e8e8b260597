package io.understudy.node.dashboard;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.OldFiles;
import io.understudy.node.api.PastNotice;
import io.understudy.node.api.PlanAnswer;
import io.understudy.node.api.TrendReport;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.diverged.Incident;
import io.understudy.node.overview.Sighting;
import io.understudy.node.peer.PeerAnswer;
import java.util.List;

/**
 * All nodes, as this one reaches them, itself at its own desk. Any thread may call; a call blocks
 * for some seconds at most, and throws nothing for what a node or a network can do.
 */
public interface Cluster {

    NodeId self();

    /** The cluster's own name. */
    String name();

    /** In the order of the configuration. */
    List<NodeId> nodes();

    /** Those with a database. */
    List<NodeId> carriers();

    /** Whether a person's word is the vote that the nodes lack. */
    boolean needsAPerson();

    /** How that node is. */
    Sighting look(NodeId node);

    PeerAnswer<PlanAnswer> plan(NodeId node, Command command);

    /** {@code Done}: taken, not complete yet. */
    Outcome command(NodeId node, Command command);

    PeerAnswer<List<HistoryEntry>> history(NodeId node, int last);

    PeerAnswer<List<MoveReport>> moves(NodeId node, int last);

    /** What that node has told people, and what became of it. */
    PeerAnswer<List<PastNotice>> notices(NodeId node, int last);

    /** Why that node decided as it did. */
    PeerAnswer<WhyAnswer> why(NodeId node, WhyQuestion question);

    /** What that node once had alone and keeps; without the rows, oldest first. */
    PeerAnswer<List<Incident>> kept(NodeId node);

    /** One of them with its rows; declined where there is none. */
    PeerAnswer<Incident> kept(NodeId node, String id);

    /** Where that node's page is, for a browser. */
    String page(NodeId node);

    /** Whether scripts of old GoCD installations are answered. */
    boolean answersOldScripts();

    /** A GoCD's files on that node, as those scripts compare them. */
    PeerAnswer<OldFiles> oldFiles(NodeId node);

    /** This node's own, for Prometheus. */
    String metrics();

    /** The figures of the last hours, 24 at most. */
    PeerAnswer<TrendReport> trend(NodeId node, int hours);
}
