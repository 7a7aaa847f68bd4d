using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attesto.ResourceServer;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>The authentication scheme of a protected resource: Bearer (RFC 6750), DPoP (RFC 9449) and certificate-bound tokens (RFC 8705).</summary>
internal sealed partial class BearerAuthentication(
    IOptionsMonitor<AttestoBearerOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    BearerSchemes schemes,
    EventPublisher events,
    OAuthResponses responses) : AuthenticationHandler<AttestoBearerOptions>(options, logger, encoder)
{
    private OAuthRequest? _request;
    private ProtectedResource? _resource;
    private OAuthError? _refusal;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // The server's own endpoints authenticate their callers themselves: where this is the default scheme, a DPoP proof would be spent twice.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<AttestoEndpointAttribute>() is not null)
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            return await VerifyAsync();
        }
        catch (Exception fault) when (Dependency.IsUnavailable(fault))
        {
            if (!InfrastructureFailures.IsOfGoingAway(Context, fault))
            {
                LogUnavailable(Logger, fault);
            }

            _refusal = InfrastructureFailures.Unavailable;
            return AuthenticateResult.Fail(_refusal.Code);
        }
    }

    private async Task<AuthenticateResult> VerifyAsync()
    {
        var scheme = schemes[Scheme.Name];
        var tokens = scheme.Open(Context.RequestServices);
        _resource = scheme.ResourceOf(tokens, Context, RequiredScope());
        _request = await ResourceRequest.ReadAsync(scheme.Reader, Context, _resource, Context.RequestAborted);

        var outcome = await tokens.AuthenticateAsync(_request, _resource, Context.RequestAborted);
        if (outcome.Answer.TryGet(out var token, out _refusal))
        {
            var loader = Context.RequestServices.GetService<IPrincipalLoader>();
            var principal = loader is null ? null : await loader.LoadAsync(token, Context.RequestAborted);
            if (loader is null || principal is not null)
            {
                events.Publish(outcome.Events);
                Context.Features.Set(new AuthenticatedRequest(token, principal));
                return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(IdentityOf(token)), Scheme.Name));
            }

            _refusal = AccessTokenAuthenticator.Refuse(ResourceFault.UnknownPrincipal, token, _resource);
        }

        return _refusal.Fault is ResourceFault.NoToken ? AuthenticateResult.NoResult() : AuthenticateResult.Fail(_refusal.Code);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        await RefuseAsync(_refusal ?? AccessTokenAuthenticator.Refuse(ResourceFault.NoToken, token: null, _resource!));
    }

    // Authorization said no although the token is good: a scope or a step-up is missing (RFC 6750 §3.1, RFC 9470 §3), or a policy of the host's own.
    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        if (Context.GetAccessToken() is not { } token)
        {
            await HandleChallengeAsync(properties);
            return;
        }

        await RefuseAsync(Context.Features.Get<UnmetRequirement>() is { } unmet
            ? unmet.Requirement.Refuse(token, _resource!)
            : AccessTokenAuthenticator.Refuse(ResourceFault.InsufficientScope, token, _resource!));
    }

    private async Task RefuseAsync(OAuthError error)
    {
        if (error != InfrastructureFailures.Unavailable) // an outage denies nobody
        {
            events.Publish([AccessTokenAuthenticator.Denied(_request!, error)]);
        }

        await responses.Error(Context, error).ExecuteAsync(Context);
    }

    [LoggerMessage(21, LogLevel.Error, "An access token could not be checked: a dependency is unavailable.")]
    private static partial void LogUnavailable(ILogger logger, Exception fault);

    private string? RequiredScope() => Context.GetEndpoint()?.Metadata.GetOrderedMetadata<RequireScopesAttribute>() is { Count: > 0 } required
        ? string.Join(' ', required.SelectMany(attribute => attribute.Scopes).Distinct(StringComparer.Ordinal))
        : null;

    private ClaimsIdentity IdentityOf(VerifiedAccessToken token)
    {
        var identity = new ClaimsIdentity(Scheme.Name, TokenClaimTypes.Subject, TokenClaimTypes.Role);
        foreach (var member in token.Claims.EnumerateObject())
        {
            AddClaims(identity, member.Name, member.Value);
        }

        return identity;
    }

    private static void AddClaims(ClaimsIdentity identity, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    AddClaims(identity, name, item);
                }

                break;
            case JsonValueKind.String when string.Equals(name, Parameters.Scope, StringComparison.Ordinal):
                identity.AddClaims(value.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(scope => new Claim(name, scope)));
                break;
            case JsonValueKind.String:
                identity.AddClaim(new Claim(name, value.GetString()!));
                break;
            case JsonValueKind.Number when value.TryGetInt64(out var number):
                identity.AddClaim(new Claim(name, number.ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64));
                break;
            default:
                identity.AddClaim(new Claim(name, value.GetRawText()));
                break;
        }
    }
}

/// <summary>The claim types of the identity: those of the token itself, unmapped.</summary>
internal static class TokenClaimTypes
{
    public const string Subject = "sub";
    public const string Role = "roles"; // RFC 9068 §2.2.3.1
}
