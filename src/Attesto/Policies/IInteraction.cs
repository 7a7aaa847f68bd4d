using System.Collections.Immutable;
using Attesto.Authorize;
using Attesto.Clients;
using Attesto.Scopes;

namespace Attesto.Policies;

/// <summary>The person at the browser, as one authorization request sees them. The transport makes one per request around the host's sign-in and consent policies.</summary>
public interface IInteraction
{
    /// <summary>Asks who is there.</summary>
    /// <param name="request">What the client demands of the sign-in.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<SignInOutcome> SignInAsync(SignInRequest request, CancellationToken cancellationToken);

    /// <summary>Asks whether the person agrees.</summary>
    /// <param name="request">To what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<ConsentOutcome> ConsentAsync(ConsentRequest request, CancellationToken cancellationToken);
}

/// <summary>What a client demands of the sign-in (OpenID Connect Core §3.1.2.1).</summary>
/// <param name="Authorization">The validated request; null at the device verification page (RFC 8628 §3.3), where no client redirects.</param>
public sealed record SignInRequest(AuthorizationRequest? Authorization)
{
    /// <summary>The <c>prompt</c> values; empty if the client left it open.</summary>
    public ImmutableArray<string> Prompt => Authorization?.Prompt ?? [];

    /// <summary>False if no page may be shown (<c>prompt=none</c>).</summary>
    public bool Interactive => !Prompt.Contains("none", StringComparer.Ordinal);

    /// <summary>True if the person must authenticate again although a session exists (<c>prompt=login</c>).</summary>
    public bool ForceReauthentication => Prompt.Contains("login", StringComparer.Ordinal);

    /// <summary>How old the authentication may be, or null.</summary>
    public TimeSpan? MaxAge => Authorization?.MaxAge;
}

/// <summary>What the person is asked to agree to.</summary>
/// <param name="Client">Who would act for the person.</param>
/// <param name="Scope">What it asks for.</param>
/// <param name="Resources">Where (RFC 8707 §2); empty means the server's own audience.</param>
/// <param name="SignIn">Who is asked.</param>
public sealed record ConsentRequest(Client Client, ScopeSet Scope, ImmutableArray<string> Resources, SignInOutcome.Authenticated SignIn)
{
    /// <summary>The validated authorization request; null at the device page (RFC 8628 §3.3), which asks the person itself once the policy grants.</summary>
    public AuthorizationRequest? Authorization { get; init; }
}
