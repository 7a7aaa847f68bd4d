using System.Collections.Immutable;

namespace Attesto.Authorize;

/// <summary>What happens to an authorization request, and where: one row for each check.</summary>
internal static class AuthorizationChecks
{
    /// <summary>Every check, in the order it runs, with the endpoints that run it. The first fault wins.
    /// What fails above <see cref="RedirectUris.Match"/> is shown to the person; what fails below it goes to the client.</summary>
    internal static readonly ImmutableArray<Check> All =
    [
        new(ClientIdentity.Authenticate,      On.Par),                 // RFC 9126 §2.1
        new(Repetition.RefuseOfIdentity,      On.Authorize),           // RFC 6749 §3.1
        new(PendingRequest.Find,              On.Authorize),
        new(PushedReference.RefuseInPush,     On.Par),                 // RFC 9126 §2.1
        new(PushedReference.Resolve,          On.Authorize),           // RFC 9126 §4
        new(ClientIdentity.Find,              On.Authorize),           // RFC 6749 §2.2
        new(PendingRequest.Resume,            On.Authorize),           // what was judged before ends here
        new(ResponseModes.Choose,             On.Authorize | On.Par),
        new(SignedRequest.Open,               On.Authorize | On.Par),  // RFC 9101 §6
        new(RedirectUris.Match,               On.Authorize | On.Par),  // RFC 6749 §3.1.2.3
        new(Repetition.Refuse,                On.Authorize | On.Par),  // RFC 6749 §3.1
        new(Wellformedness.Require,           On.Authorize | On.Par),
        new(SignedRequest.Require,            On.Authorize | On.Par),  // RFC 9101 §10.5
        new(PushedReference.Require,          On.Authorize),           // RFC 9126 §5
        new(PushedReference.RefuseForeign,    On.Authorize | On.Par),  // OpenID Connect Core §3.1.2.6
        new(ResponseType.Require,             On.Authorize | On.Par),  // RFC 6749 §3.1.1
        new(RequestedScope.Read,              On.Authorize | On.Par),  // RFC 6749 §3.3
        new(RequestedResources.Read,          On.Authorize | On.Par),  // RFC 8707 §2
        new(ProofKey.Require,                 On.Authorize | On.Par),  // RFC 7636 §4.4.1, RFC 9700 §2.1.1
        new(DpopBinding.Parse,                On.Authorize | On.Par),  // RFC 9449 §10
        new(AuthenticationDemands.ParseAge,   On.Authorize | On.Par),  // OpenID Connect Core §3.1.2.1
        new(AuthenticationDemands.ParsePrompt, On.Authorize | On.Par), // OpenID Connect Core §3.1.2.1
        new(RequestedClaims.Read,             On.Authorize | On.Par),  // OpenID Connect Core §5.5
        new(Hints.Parse,                      On.Authorize | On.Par),  // OpenID Connect Core §3.1.2.1
        new(Hints.VerifyIdToken,              On.Authorize | On.Par),  // OpenID Connect Core §3.1.2.1
        new(Nonce.Require,                    On.Authorize | On.Par),  // OpenID Connect Core §3.1.2.1
        new(ResponseModes.Require,            On.Authorize | On.Par),  // OAuth 2.0 Multiple Response Types §2.1
        new(DpopBinding.VerifyProof,          On.Par),                 // RFC 9449 §10.1
    ];
}

/// <summary>The endpoints that take an authorization request.</summary>
[Flags]
internal enum On
{
    Nowhere = 0,
    Authorize = 1,
    Par = 2,
}

/// <summary>A check reads and fills the context; null lets the next one run.</summary>
internal sealed record Check(Func<AuthorizationContext, CheckServices, CancellationToken, ValueTask<OAuthError?>> Run, On Endpoints)
{
    internal Check(Func<AuthorizationContext, OAuthError?> run, On endpoints)
        : this((context, _, _) => ValueTask.FromResult(run(context)), endpoints)
    {
    }
}
