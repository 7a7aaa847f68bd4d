using Attesto.Services;
using Microsoft.Extensions.Options;

namespace Attesto.Issuing;

/// <summary>Tells a client that failed to authenticate what it lacks first: the proof that its code is bound to (RFC 9449 §10).</summary>
/// <param name="codes">Where codes live; only read.</param>
/// <param name="options">Whether DPoP is on.</param>
internal sealed class HolderOfKeyHint(OnDemand<IAuthorizationCodeStore> codes, IOptions<AttestoOptions> options)
{
    /// <summary>Finds the error that goes before <c>invalid_client</c>.</summary>
    internal async ValueTask<OAuthError?> FindAsync(OAuthRequest request, CancellationToken cancellationToken) =>
        options.Value.Dpop.Enabled
        && request.Dpop.IsEmpty
        && request.Parameters[Parameters.GrantType] is GrantTypes.AuthorizationCode
        && request.Parameters[Parameters.Code] is { } code
        && await codes.Value.FindAsync(TokenHash.Of(code), cancellationToken) is { State: CodeState.Issued, Code.DpopJkt: not null }
            ? OAuthError.InvalidRequest("a DPoP proof is required")
            : null;
}
