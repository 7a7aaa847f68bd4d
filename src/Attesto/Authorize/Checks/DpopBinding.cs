using System.Buffers.Text;
using System.Security.Cryptography;
using Attesto.SenderConstraints;

namespace Attesto.Authorize;

/// <summary>The DPoP key that the code will be bound to (RFC 9449 §10).</summary>
internal static class DpopBinding
{
    private const int ThumbprintLength = 43; // base64url(SHA-256), unpadded

    internal static OAuthError? Parse(AuthorizationContext context)
    {
        if (!context.Options.Dpop.Enabled)
        {
            return null;
        }

        context.DpopJkt = context.Pushed?.DpopJkt ?? context[Parameters.DpopJkt];
        return context.DpopJkt is null || IsThumbprint(context.DpopJkt) ? null : OAuthError.InvalidRequest("dpop_jkt is malformed");
    }

    /// <summary>A proof at the push names the key (RFC 9449 §10.1). None is demanded here: the token endpoint does that.</summary>
    internal static async ValueTask<OAuthError?> VerifyProof(AuthorizationContext context, CheckServices services, CancellationToken cancellationToken)
    {
        if (!context.Options.Dpop.Enabled || context.Http.Dpop.IsEmpty)
        {
            return null;
        }

        var resolved = await services.Push.Constraints.ResolveAsync(context.Http, context.Client with { RequireMtls = false }, context.Http.Url, cancellationToken);
        if (!resolved.TryGet(out var constraint, out var error))
        {
            return error;
        }

        if (constraint is not SenderConstraint.Dpop proof || (context.DpopJkt is { } jkt && jkt != proof.Jkt))
        {
            return new OAuthError(ErrorCodes.InvalidDpopProof, "the DPoP proof is not of the key that dpop_jkt names");
        }

        context.DpopJkt = proof.Jkt;
        return await services.Push.Constraints.CommitAsync(constraint, cancellationToken);
    }

    private static bool IsThumbprint(string text) =>
        text.Length == ThumbprintLength && Base64Url.IsValid(text, out var bytes) && bytes == SHA256.HashSizeInBytes;
}
