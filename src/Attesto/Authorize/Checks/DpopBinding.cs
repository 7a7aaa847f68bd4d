using System.Buffers.Text;
using System.Security.Cryptography;
using Attesto.SenderConstraints;

namespace Attesto.Authorize;

/// <summary>The DPoP key that the code will be bound to (RFC 9449 §10).</summary>
internal static class DpopBinding
{
    private const int ThumbprintLength = 43; // base64url(SHA-256), unpadded

    internal static OAuthError? Parse(AuthorizationDraft draft)
    {
        if (!draft.Options.Dpop.Enabled)
        {
            return null;
        }

        draft.DpopJkt = draft.Pushed?.DpopJkt ?? draft[Parameters.DpopJkt];
        return draft.DpopJkt is null || IsThumbprint(draft.DpopJkt) ? null : OAuthError.InvalidRequest("dpop_jkt is malformed");
    }

    /// <summary>A proof at the push names the key (RFC 9449 §10.1). None is demanded here: the token endpoint does that.</summary>
    internal static async ValueTask<OAuthError?> VerifyProof(AuthorizationDraft draft, CheckSeams seams, CancellationToken cancellationToken)
    {
        if (!draft.Options.Dpop.Enabled || draft.Http.Dpop.IsEmpty)
        {
            return null;
        }

        var resolved = await seams.Push.Constraints.ResolveAsync(draft.Http, draft.Client with { RequireMtls = false }, draft.Http.Url, cancellationToken);
        if (!resolved.TryGet(out var constraint, out var error))
        {
            return error;
        }

        if (constraint is not SenderConstraint.Dpop proof || (draft.DpopJkt is { } jkt && jkt != proof.Jkt))
        {
            return new OAuthError(ErrorCodes.InvalidDpopProof, "the DPoP proof is not of the key that dpop_jkt names");
        }

        draft.DpopJkt = proof.Jkt;
        return await seams.Push.Constraints.CommitAsync(constraint, cancellationToken);
    }

    private static bool IsThumbprint(string text) =>
        text.Length == ThumbprintLength && Base64Url.IsValid(text, out var bytes) && bytes == SHA256.HashSizeInBytes;
}
