using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.Catalog;

/// <summary>The options of a server that keeps scopes and APIs in its database as well. <see cref="Value"/> is the configuration together with what was read last: an
/// object that nobody changes, and that another takes the place of when the number of changes has moved. Whoever reads the options, the host's policies included,
/// reads the one catalogue, and waits for nothing.</summary>
internal sealed partial class ServedOptions(
    IOptionsFactory<AttestoOptions> factory, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ServedOptions> logger) : IOptions<AttestoOptions>, IStartCheck
{
    private static readonly HostCatalog Nothing = new([], []);
    private static readonly TimeSpan CheckedAgain = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lazy<AttestoOptions> _configured = new(() => factory.Create(Options.DefaultName));
    private readonly Lock _gate = new();
    private volatile ServedCatalog? _current;
    private Task _check = Task.CompletedTask;
    private DateTimeOffset _checkedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _checkBegan;
    private long _changes = -1;
    private bool _isAway;

    /// <summary>The settings in effect.</summary>
    public AttestoOptions Value => _current?.Options ?? Configured;

    /// <summary>What was configured, without the database.</summary>
    public AttestoOptions Configured => _configured.Value;

    /// <summary>What is served.</summary>
    public ServedCatalog Current => _current ?? ServedCatalog.Of(Configured, Nothing);

    /// <summary>Returns when what is served is known as of less than a second ago. Where the database does not say that in time, the last that it said goes on.</summary>
    public ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        Task check;
        TimeSpan patience;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now >= _checkedAt && now - _checkedAt < CheckedAgain)
            {
                return ValueTask.CompletedTask;
            }

            var mayWait = now < _checkedAt || now - _checkedAt >= Fresh;
            if (_check.IsCompleted)
            {
                (_checkBegan, _check) = (now, Begin(now));
            }

            (check, patience) = (_check, _checkBegan + Fresh - now);
            if (!mayWait || patience <= TimeSpan.Zero)
            {
                return ValueTask.CompletedTask;
            }
        }

        return new ValueTask(WaitAsync(check, patience, cancellationToken));
    }

    /// <summary>Reads what is served for the first time; afterwards a database that is away stops nothing.</summary>
    public async Task<IReadOnlyList<string>> FindFaultsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(clock.GetUtcNow(), cancellationToken);
            return [];
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or OptionsValidationException))
        {
            return await IsToldAsync(cancellationToken)
                ? []
                : [$"The scopes and APIs in the database cannot be read: {fault.Message} Without them the server would refuse what its clients ask for."];
        }
    }

    // A database that is away or lacks tables has a sentence of its own.
    private async Task<bool> IsToldAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await (scope.ServiceProvider.GetService<ISchemaCheck>()?.CheckAsync(cancellationToken) ?? Task.CompletedTask);
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    // Of no one request: neither its transaction nor its end.
    private Task Begin(DateTimeOffset now)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => CheckAsync(now));
        }
    }

    private async Task CheckAsync(DateTimeOffset now)
    {
        try
        {
            await ReadAsync(now, CancellationToken.None);
            _isAway = false;
        }
        catch (Exception fault)
        {
            if (!_isAway)
            {
                LogAway(fault);
            }

            _isAway = true;
            lock (_gate)
            {
                _checkedAt = clock.GetUtcNow(); // it is asked again soon, and not by every request
            }
        }
    }

    private async Task ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<ICatalogStore>();
        var changes = await store.CountChangesAsync(cancellationToken);
        if (_current is null || changes != _changes)
        {
            _current = ServedCatalog.Of(Configured, await store.ReadAsync(cancellationToken));
            _changes = changes;
        }

        lock (_gate)
        {
            _checkedAt = now;
        }
    }

    private async Task WaitAsync(Task check, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await check.WaitAsync(patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The last that the database said goes on.
        }
    }

    [LoggerMessage(2040, LogLevel.Warning, "The scopes and APIs in the database cannot be read. What was read before goes on.")]
    private partial void LogAway(Exception fault);
}
