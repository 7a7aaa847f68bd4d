using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore.Tests;

/// <summary>The warnings and errors that a host wrote to its log, or more.</summary>
/// <param name="least">The least severe of them.</param>
internal sealed class Lines(LogLevel least = LogLevel.Warning) : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Written { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Written.Enqueue(formatter(state, exception));
        }
    }

    public void Dispose()
    {
    }
}
