using System.Collections.Immutable;

namespace Attesto;

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
