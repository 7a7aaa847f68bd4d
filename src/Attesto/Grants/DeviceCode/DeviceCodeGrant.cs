using Attesto.Events;
using Attesto.Issuing;
using Attesto.Resources;
using Attesto.Scopes;
using Attesto.SenderConstraints;
using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>The device grant (RFC 8628 §3.4, §3.5).</summary>
/// <param name="store">Where device codes live.</param>
/// <param name="tokens">Makes the tokens.</param>
/// <param name="constraints">Records the proof.</param>
/// <param name="options">The interval, the catalogue, the switch.</param>
/// <param name="clock">The present.</param>
internal sealed class DeviceCodeGrant(
    IDeviceCodeStore store, TokenIssuer tokens, ISenderConstraints constraints, IOptions<AttestoOptions> options, TimeProvider clock) : IGrant
{
    private const string EventName = "device_code";

    private static readonly TimeSpan MaxTolerance = TimeSpan.FromSeconds(1);

    private readonly ScopeCatalogue _catalogue = new(options);

    /// <inheritdoc/>
    public async Task<Outcome<TokenResponse>> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (request[Parameters.DeviceCode] is not { } text)
        {
            return OAuthError.InvalidRequest("device_code is required");
        }

        var hash = TokenHash.Of(text);
        if (await store.FindAsync(hash, cancellationToken) is not { } stored)
        {
            return OAuthError.InvalidGrant(GrantFault.Unknown);
        }

        if (FaultOf(stored, request) is { } fault)
        {
            return OAuthError.InvalidGrant(fault);
        }

        return stored switch
        {
            _ when stored.Code.ExpiresAt <= clock.GetUtcNow() => new OAuthError(ErrorCodes.ExpiredToken, "the device code is expired"),
            { State: DeviceCodeState.Denied } => new OAuthError(ErrorCodes.AccessDenied, "the person denied the request"),
            { State: DeviceCodeState.Approved, Authorization: { } authorization } => await IssueAsync(stored.Code, authorization, request, cancellationToken),
            _ => await PaceAsync(stored, cancellationToken),
        };
    }

    // RFC 8628 §3.5: slow_down means still pending, so only what is pending is paced. Timers and networks are not exact: a poll that comes
    // a little early is in time, and one that is repeated at once is the same poll.
    private async Task<OAuthError> PaceAsync(StoredDeviceCode pending, CancellationToken cancellationToken)
    {
        var interval = options.Value.Device.PollInterval;
        var tolerance = TimeSpan.FromTicks(Math.Min(MaxTolerance.Ticks, interval.Ticks / 5));
        var distance = (clock.GetUtcNow() - pending.PolledAt)?.Duration(); // the node that recorded it may be ahead
        if (distance < interval - tolerance && distance >= tolerance)
        {
            return new OAuthError(ErrorCodes.SlowDown, "polls come too fast");
        }

        if (distance is null || distance >= tolerance)
        {
            await store.PollAsync(pending.Code.Hash, interval - tolerance, cancellationToken); // lost to another: that one was recorded this instant
        }

        return new OAuthError(ErrorCodes.AuthorizationPending, "the person has not decided yet");
    }

    private static GrantFault? FaultOf(StoredDeviceCode stored, TokenRequest request) =>
        !string.Equals(stored.Code.ClientId, request.Client.Id, StringComparison.Ordinal) ? GrantFault.ClientMismatch :
        stored.Code.DpopJkt is { } jkt && !request.Constraint.ProvesKey(jkt) ? GrantFault.ConstraintMismatch :
        stored.State is DeviceCodeState.Redeemed ? GrantFault.Spent :
        null;

    private async Task<Outcome<TokenResponse>> IssueAsync(
        DeviceCode code, Authorization authorization, TokenRequest request, CancellationToken cancellationToken)
    {
        if (!ResourceIndicators.Parse(request.Parameters.All(Parameters.Resource)).TryGet(out var named, out var error)
            || !named.Narrow(authorization.Resources, request.Client.Client, options.Value).TryGet(out var resources, out error)
            || !_catalogue.Check(authorization.Scope, request.Client.Client).TryGet(out var scope, out error)
            || !(await tokens.ApproveAsync(request, Order(authorization, scope, resources), cancellationToken)).TryGet(out var approved, out error))
        {
            return error;
        }

        if (await constraints.CommitAsync(request.Constraint, cancellationToken) is { } replayed)
        {
            return replayed;
        }

        return (await tokens.BeginAsync(approved, grant => store.RedeemAsync(code.Hash, grant, CancellationToken.None), cancellationToken)).TryGet(out var issued, out error)
            ? issued.ToOutcome()
            : error;
    }

    private static Issuance Order(Authorization authorization, ScopeSet scope, ResourceIndicators resources) => new()
    {
        GrantType = EventName,
        Scope = scope,
        Resources = resources.Values,
        Authorization = authorization,
        HasIdToken = true,
        HasRefreshToken = true,
    };
}
