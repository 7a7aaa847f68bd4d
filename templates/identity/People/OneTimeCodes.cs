using Attesto;
using HostNamespace.Data;

namespace HostNamespace.People;

/// <summary>A code of an authenticator is good once (RFC 6238 §5.2), whichever node it reaches.</summary>
public sealed class OneTimeCodes(IReplayStore used, TimeProvider clock)
{
    // Longer than Identity accepts a code before and after its time.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>True the first time; to be asked before the code is checked.</summary>
    public Task<bool> TryUseAsync(ApplicationUser user, string code, CancellationToken cancellationToken) =>
        used.TryAddAsync(TokenHash.Of($"one_time_code\n{user.Id}\n{code}"), clock.GetUtcNow() + Lifetime, cancellationToken);
}
