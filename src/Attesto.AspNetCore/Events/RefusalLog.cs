using System.Collections.Frozen;
using Attesto.Events;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore;

/// <summary>Says why: one warning for a refused authorization request, a failed client authentication or token request, and a refused API token, with the
/// client, the check that failed and the cure. The event carries the same text. Each client and reason is told once a minute.</summary>
internal sealed partial class RefusalLog(WarningGate gate, ILogger<RefusalLog> logger)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    // What happens every day to clients that do everything right.
    private static readonly FrozenSet<string> Routine = FrozenSet.Create(
        StringComparer.Ordinal,
        ErrorCodes.AuthorizationPending, ErrorCodes.SlowDown, ErrorCodes.ExpiredToken, ErrorCodes.AccessDenied, ErrorCodes.LoginRequired, ErrorCodes.ConsentRequired,
        ErrorCodes.InteractionRequired, ErrorCodes.AccountSelectionRequired, ErrorCodes.InvalidGrant, ErrorCodes.UseDpopNonce, ErrorCodes.ServerError,
        ErrorCodes.TemporarilyUnavailable);

    public void Tell(ServerEvent refused)
    {
        if (refused.Name is not (EventName.AuthorizationFailed or EventName.TokenDenied or EventName.AuthDenied) || refused.Result is not { } code || Routine.Contains(code))
        {
            return;
        }

        var (reason, said) = (refused.Metadata.GetValueOrDefault("reason"), refused.Metadata.GetValueOrDefault(Parameters.ErrorDescription));
        if (reason is null && said is null || reason is "NoToken" or "Expired" or nameof(BodyFault.Broken))
        {
            return; // a request without a token, or with one that has had its time, or whose caller broke off
        }

        // Which scope or resource it was is the caller's choice, and each another text: one of them stands for all of a minute.
        var same = code is ErrorCodes.InvalidScope or ErrorCodes.InvalidTarget ? null : said;
        if (gate.Opens($"{refused.Name} {refused.ClientId} {code} {reason} {same}", Silence))
        {
            object?[] why = [said, reason is null ? null : $"(check: {reason})", refused.Metadata.GetValueOrDefault(RefusalCures.Member)];
            LogRefused(refused.ClientId ?? "that did not say who it is", refused.Name, code, string.Join(' ', why.Where(part => part is not null)));
        }
    }

    [LoggerMessage(60, LogLevel.Warning, "Client {ClientId} was refused ({Event}, {Code}): {Why}")]
    private partial void LogRefused(string clientId, EventName @event, string code, string why);
}
