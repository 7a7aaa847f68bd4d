using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attesto.Authorize;

/// <summary>What an authorization request established when it passed every check: kept while a person walks through the pages, so that nothing is judged
/// twice and no lifetime meant for machines runs out on them (RFC 9126 §4, RFC 7519 §4.1.4). The client is loaded anew each time.</summary>
internal sealed record JudgedRequest
{
    public required DateTimeOffset JudgedAt { get; init; }

    /// <summary>What the browser brought beside the reference, as <see cref="RequestIdentity"/>: a form that was altered is another request.</summary>
    public string? FrontChannel { get; init; }

    public required string RedirectUri { get; init; }

    public required string ResponseMode { get; init; }

    public string Scope { get; init; } = "";

    public string[] Resources { get; init; } = [];

    public string? State { get; init; }

    public string? Nonce { get; init; }

    public string? Challenge { get; init; }

    public string? DpopJkt { get; init; }

    public string[] Prompt { get; init; } = [];

    public long? MaxAge { get; init; }

    public string[] AcrValues { get; init; } = [];

    public bool AcrIsEssential { get; init; }

    public string? LoginHint { get; init; }

    public string? SubjectHint { get; init; }

    public string[] UiLocales { get; init; } = [];

    public string? Display { get; init; }

    public string? Claims { get; init; }

    public string[] ClaimNames { get; init; } = [];

    public static JudgedRequest Of(AuthorizationRequest request, DateTimeOffset now, string? frontChannel) => new()
    {
        JudgedAt = now,
        FrontChannel = frontChannel,
        RedirectUri = request.RedirectUri.Value,
        ResponseMode = request.ResponseMode,
        Scope = request.Scope.ToString(),
        Resources = [.. request.Resources],
        State = request.State,
        Nonce = request.Nonce,
        Challenge = request.Challenge?.Value,
        DpopJkt = request.DpopJkt,
        Prompt = [.. request.Prompt],
        MaxAge = request.MaxAge is { } age ? (long)age.TotalSeconds : null,
        AcrValues = [.. request.AcrValues],
        AcrIsEssential = request.AcrIsEssential,
        LoginHint = request.LoginHint,
        SubjectHint = request.SubjectHint,
        UiLocales = [.. request.UiLocales],
        Display = request.Display,
        Claims = request.Claims,
        ClaimNames = [.. request.ClaimNames],
    };

    public static JudgedRequest? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize(json, PendingJson.Default.JudgedRequest);

    public string ToJson() => JsonSerializer.Serialize(this, PendingJson.Default.JudgedRequest);

    /// <summary>The request again, of the client as it is now and the redirect URI that it still has.</summary>
    public AuthorizationRequest ToRequest(Client client, ValidatedRedirectUri redirectUri, PendingReference reference, RequestParameters frontChannel) => new()
    {
        Client = client,
        RedirectUri = redirectUri,
        ResponseMode = ResponseMode,
        Scope = ScopeSet.Of(Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        Resources = [.. Resources],
        State = State,
        Nonce = Nonce,
        Challenge = CodeChallenge.TryParse(Challenge, out var challenge) ? challenge : null,
        DpopJkt = DpopJkt,
        Prompt = [.. Prompt],
        MaxAge = MaxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        AcrValues = [.. AcrValues],
        AcrIsEssential = AcrIsEssential,
        LoginHint = LoginHint,
        SubjectHint = SubjectHint,
        UiLocales = [.. UiLocales],
        Display = Display,
        Claims = Claims,
        ClaimNames = [.. ClaimNames],
        RequestUri = reference.Secret.StartsWith(PushedReference.Prefix, StringComparison.Ordinal) ? reference.Secret : null,
        Reference = reference,
        FrontChannel = frontChannel,
    };
}

[SuppressMessage("ApiDesign", "RS0030", Justification = "The generator writes string.Format.")]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JudgedRequest))]
[JsonSerializable(typeof(RememberedAnswer))]
internal sealed partial class PendingJson : JsonSerializerContext;
