using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;
using MartenOptions = global::Marten.StoreOptions;

namespace Pathway.EventStore.Marten;

/// <summary>How Marten is set up so that it keeps the record as the built-in engine does.</summary>
internal static class MartenSettings
{
    /// <summary>Settings of one document store.</summary>
    /// <param name="dataSource">Its connections; they stay the caller's.</param>
    /// <param name="names">What the events are called.</param>
    /// <param name="listeners">Who hears of its sessions.</param>
    public static MartenOptions For(NpgsqlDataSource dataSource, EventNames names, params IDocumentSessionListener[] listeners)
    {
        var options = new MartenOptions { AutoCreateSchemaObjects = AutoCreate.None }; // The application may create nothing.
        options.Connection(dataSource);
        options.Logger(new SilentLogger());
        options.Serializer(StoredJson.Serializer());
        options.Events.StreamIdentity = StreamIdentity.AsGuid;

        // The quick modes take instants from the server, and number events where no reader of the answer sees it.
        options.Events.AppendMode = EventAppendMode.Rich;
        options.Events.MetadataConfig.EnableAll();
        options.Events.MetadataConfig.UserNameEnabled = true;
        options.Events.EnableAdvancedAsyncTracking = false;

        // Nobody may pass an event: one that cannot be handled stops the follower, and is tried again.
        var errors = options.Projections.Errors;
        errors.SkipUnknownEvents = errors.SkipSerializationErrors = errors.SkipApplyErrors = false;

        // Numbers are drawn under the log's lock and none is lost, so a gap is a transaction under way: it is waited for, however long.
        options.Projections.StaleSequenceThreshold = TimeSpan.FromDays(3650);

        // Marten would try again within a transaction that is lost. Whoever appends or follows here begins it anew.
        options.ConfigurePolly(_ => { });
        options.ConfigureWritePolly(_ => { });
        options.Listeners.AddRange(listeners);
        options.Events.AddEventType<StoredJson>();
        names.AddTo(options);
        return options;
    }
}
