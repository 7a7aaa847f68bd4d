using Attesto.Guesses;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>How many wrong passwords are left for whom. One per process.</summary>
internal sealed class SignInFailures(IOptions<AttestoOptions> options, TimeProvider clock)
{
    private readonly GuessCounter _counter = new("sign_in_failure", clock);

    public TimeProvider Clock => clock;

    public TimeSpan FailureTime => Options.FailureTime;

    private SignInOptions Options => options.Value.SignIn;

    /// <summary>What an attempt takes from. A browser that is known for the name takes from nothing that strangers can exhaust.</summary>
    public IEnumerable<(string Visitor, int Count)> AllowancesOf(TokenHash name, string? browser, string address) => browser is not null
        ? [($"browser {browser} {name.Value}", Options.MaxFailures)]
        :
        [
            ($"address {address} {name.Value}", Options.MaxFailures),
            ($"address {address}", Options.MaxFailuresPerAddress),
            ($"name {name.Value}", Options.MaxFailuresPerName),
        ];

    public Task<GuessWindow?> TryTakeAsync(IReplayStore slots, (string Visitor, int Count) allowance, CancellationToken cancellationToken) =>
        _counter.TryTakeAsync(slots, allowance.Visitor, allowance.Count, Options.FailureWindow, cancellationToken);

    public TimeSpan UntilForgotten() => _counter.UntilForgotten(Options.FailureWindow);
}
