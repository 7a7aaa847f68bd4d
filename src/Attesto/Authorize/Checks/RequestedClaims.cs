using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Attesto.Jose;
using Attesto.Scopes;

namespace Attesto.Authorize;

/// <summary>The <c>claims</c> parameter (OpenID Connect Core §5.5). A malformed one is refused, an unsupported one ignored.</summary>
internal static class RequestedClaims
{
    private const string IdToken = "id_token";
    private const string UserInfo = "userinfo";
    private const string Acr = "acr";
    private const string Sub = "sub";
    private const string Essential = "essential";
    private const string Value = "value";
    private const string Values = "values";
    private const int Deepest = 8; // a section, a claim, what is asked of it, and a value: tokens carry it, and must be read again

    internal static ValueTask<OAuthError?> Read(AuthorizationContext context, CheckServices services, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(context, services.Scopes));

    private static OAuthError? Read(AuthorizationContext context, ScopeCatalogue scopes)
    {
        if (context[Parameters.Claims] is not { } text)
        {
            return null;
        }

        if (!StrictJson.TryParseObject(Encoding.UTF8.GetBytes(text), out var claims) || !IsSection(claims, IdToken) || !IsSection(claims, UserInfo) || DepthOf(claims) > Deepest)
        {
            return OAuthError.InvalidRequest("claims is not a JSON object of the form of OpenID Connect Core 5.5");
        }

        if (context.Options.Claims.ParameterSupported && claims.EnumerateObject().Any())
        {
            (context.Claims, context.ClaimNames) = ClaimsAllowance.Restrict(claims, context.Client, context.Options, scopes, context.Scope);
            ReadDemands(context, claims);
        }

        return null;
    }

    /// <summary>The values of <c>acr</c> that an unread parameter asks for; empty if it asks for none, or is malformed.</summary>
    internal static ImmutableArray<string> AcrValuesIn(string? text) =>
        text is not null && StrictJson.TryParseObject(Encoding.UTF8.GetBytes(text), out var claims)
            && MemberOf(claims, IdToken) is { } idToken && MemberOf(idToken, Acr) is { } acr
                ? StringsOf(acr)
                : [];

    private static int DepthOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => 1 + json.EnumerateObject().Select(member => DepthOf(member.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + json.EnumerateArray().Select(DepthOf).DefaultIfEmpty().Max(),
        _ => 0,
    };

    private static bool IsSection(JsonElement claims, string name) =>
        !claims.TryGetProperty(name, out var section) || section.ValueKind is JsonValueKind.Object or JsonValueKind.Null;

    /// <summary>An asked <c>acr</c> or <c>sub</c> is a demand of the sign-in (OpenID Connect Core §5.5.1.1, §5.5.1).</summary>
    private static void ReadDemands(AuthorizationContext context, JsonElement claims)
    {
        if (MemberOf(claims, IdToken) is not { } idToken)
        {
            return;
        }

        if (MemberOf(idToken, Acr) is { } acr)
        {
            context.AcrValues = StringsOf(acr);
            context.AcrIsEssential = !context.AcrValues.IsEmpty && acr.TryGetProperty(Essential, out var essential) && essential.ValueKind is JsonValueKind.True;
        }

        if (MemberOf(idToken, Sub) is { } sub && StringsOf(sub) is [var subject, ..])
        {
            context.SubjectHint = subject;
        }
    }

    private static JsonElement? MemberOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.Object ? member : null;

    private static ImmutableArray<string> StringsOf(JsonElement member) =>
        member.Text(Value) is { } value ? [value] :
        member.TryGetProperty(Values, out var values) && values.ValueKind is JsonValueKind.Array ?
            [.. values.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!)] :
        [];
}
