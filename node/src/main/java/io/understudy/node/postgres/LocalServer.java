package io.understudy.node.postgres;

/**
 * The parts that read and run this node's PostgreSQL. Not for two threads at once, but for {@code
 * underWay} and {@code stopping}.
 */
record LocalServer(
        Owner owner,
        DataDirectory data,
        Configuration configuration,
        Postmaster postmaster,
        ServerLog log,
        Starting starting,
        SingleUser singleUser,
        Stopping stopping,
        UnderWay underWay) {

    static LocalServer of(PostgresSettings settings, Owner owner) {
        UnderWay underWay = new UnderWay();
        DataDirectory data = new DataDirectory(settings, owner, underWay);
        Configuration configuration = new Configuration(settings, owner);
        Postmaster postmaster = new Postmaster(settings.data(), settings.side());
        ServerLog log = new ServerLog(configuration.log(), owner);
        Preparation preparation = new Preparation(settings, owner, data, configuration);
        return new LocalServer(
                owner,
                data,
                configuration,
                postmaster,
                log,
                new Starting(
                        settings,
                        data,
                        preparation,
                        new Starting.Processes(postmaster, log, underWay)),
                new SingleUser(settings, owner, data, preparation),
                new Stopping(postmaster),
                underWay);
    }
}
