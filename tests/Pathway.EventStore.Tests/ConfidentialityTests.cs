using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests;

/// <summary>What the store logs is read by people who may not read a record.</summary>
public sealed class ConfidentialityTests(SharedServer server)
{
    private const string Secret = "Rosa-2041";

    [Fact]
    public async Task Nothing_of_what_is_stored_gets_into_the_log_whatever_fails()
    {
        await using var database = await server.NewDatabase();
        await using var proxy = new LossyProxy(database.Owner);
        using var book = new LogBook();
        using var logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(book));
        await using var connections = database.AppDataSource(proxy.ConnectionString);
        await using var node = await StoreNode.Start(EngineUnderTest.Engine, connections, logging);
        var stream = Guid.CreateVersion7();
        StreamAppend About(long expectedVersion, string data) =>
            Append(stream, expectedVersion, Event(data)).With(Document(stream, $$"""{"of": "{{Secret}}"}""")) with { Answer = Answer($"k{expectedVersion}", $$"""{"of": "{{Secret}}"}""") };

        MustBeStored(version: 1, await node.Store.Append(About(0, $$"""{"of": "{{Secret}}"}""")));
        await Assert.ThrowsAnyAsync<DbException>(() => node.Store.Append(About(1, $$"""{"of": "{{Secret}}", "no": "\u0000"}""")));
        await Assert.ThrowsAnyAsync<DbException>(() => node.Store.Append(About(1, $$"""{"of": "{{Secret}}" """)));
        proxy.LoseNext(Loss.Reply);
        var lost = About(1, $$"""{"of": "{{Secret}}"}""");
        MustBeStored(version: 2, await node.Store.Append(lost with { Metadata = lost.Metadata with { CorrelationId = LossyProxy.Mark } }));
        await node.Store.ReadStream(stream, 1, CancellationToken.None);

        Assert.Contains(book.Lines, line => line.Contains(stream.ToString(), StringComparison.Ordinal) || line.Contains("appends", StringComparison.Ordinal));
        Assert.Equal("", string.Join(Environment.NewLine, book.Lines.Where(line => line.Contains(Secret, StringComparison.Ordinal))));
    }

    private sealed class LogBook : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel}: {formatter(state, exception)}{Environment.NewLine}{exception}");

        public void Dispose()
        {
        }
    }
}
