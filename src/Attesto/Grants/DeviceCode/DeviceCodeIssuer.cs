using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>Makes pairs of device code and user code (RFC 8628 §3.2).</summary>
/// <param name="store">Where they live.</param>
/// <param name="urls">Where people enter user codes.</param>
/// <param name="options">How long they live.</param>
/// <param name="clock">The present.</param>
internal sealed class DeviceCodeIssuer(IDeviceCodeStore store, EndpointUrls urls, IOptions<AttestoOptions> options, TimeProvider clock)
{
    private const int MaxAttempts = 5; // a user code in use is one in billions; five in a row is a broken store

    /// <summary>Makes and stores a pair.</summary>
    internal async Task<Result<DeviceAuthorizationResponse>> IssueAsync(
        string clientId, string? clientIp, ScopeSet scope, ImmutableArray<string> resources, string? dpopJkt, CancellationToken cancellationToken)
    {
        var (settings, deviceCode) = (options.Value.Device, Secret.New());
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var (userCode, now) = (UserCode.New(), clock.GetUtcNow());
            var code = new DeviceCode
            {
                Hash = TokenHash.Of(deviceCode),
                UserCode = TokenHash.Of(userCode),
                ClientId = clientId,
                Scope = scope,
                Resources = resources,
                DpopJkt = dpopJkt,
                RequestedAt = now,
                RequestedFrom = clientIp,
                ExpiresAt = now + settings.CodeLifetime,
            };
            if (await store.AddAsync(code, cancellationToken))
            {
                return Respond(deviceCode, UserCode.Display(userCode), settings);
            }
        }

        return new OAuthError(ErrorCodes.ServerError, "no user code is free", 500);
    }

    private DeviceAuthorizationResponse Respond(string deviceCode, string userCode, DeviceOptions settings)
    {
        var url = urls.UrlOf(OAuthEndpoint.DeviceVerification);
        return new DeviceAuthorizationResponse
        {
            DeviceCode = deviceCode,
            UserCode = userCode,
            VerificationUri = url,
            VerificationUriComplete = $"{url}?{Parameters.UserCode}={userCode}",
            ExpiresIn = (int)settings.CodeLifetime.TotalSeconds,
            Interval = (int)settings.PollInterval.TotalSeconds,
        };
    }
}
