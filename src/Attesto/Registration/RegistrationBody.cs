using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Attesto.Jose;

namespace Attesto.Registration;

/// <summary>The body of a registration request or of an update: one JSON object (RFC 7591 §3.1), of a length that an honest client needs.</summary>
internal static class RegistrationBody
{
    private const int MaxLength = 16 * 1024;

    public static bool TryRead(ReadOnlySpan<byte> body, out JsonElement json, [NotNullWhen(false)] out OAuthError? error)
    {
        json = default;
        error = body.Length > MaxLength ? Refuse($"the body must not be longer than {MaxLength} bytes")
            : !StrictJson.TryParseDocument(body, out json) ? Refuse("the body must be one JSON object without duplicate members")
            : null;
        return error is null;
    }

    private static OAuthError Refuse(string description) => new(ErrorCodes.InvalidClientMetadata, description);
}
