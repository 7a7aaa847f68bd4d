using Attesto.Validation;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>The checks of <see cref="AttestoHttpOptions"/>. They run with those of <see cref="AttestoOptions"/>, so that all faults come in one message.</summary>
internal sealed class HttpOptionsValidator(IOptions<AttestoHttpOptions> http) : IValidateOptions<AttestoOptions>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, AttestoOptions options)
    {
        var faults = new OptionFaults();
        foreach (var proxy in http.Value.TrustedProxies.Where(proxy => !TrustedProxies.TryParse(proxy, out _)))
        {
            faults.Add("TrustedProxies", $"has the entry \"{proxy}\"; each must be loopback, any, an IP address or a CIDR range such as 10.0.0.0/8.");
        }

        faults.EachUnique(
            http.Value.Cors.AllowedOrigins,
            "Cors:AllowedOrigins",
            static origin => origin is "*" || UrlShape.IsWebOrigin(origin),
            "an origin as browsers write it, such as https://app.example.com without a slash at the end, or *");
        CheckRateLimits(http.Value.RateLimits, faults);
        return faults.ToResult();
    }

    private static void CheckRateLimits(RateLimitOptions limits, OptionFaults faults)
    {
        faults.AddIf(limits.Metadata < 1, "RateLimits:Metadata", "must be at least 1, or null for no limit.");
        faults.AddIf(limits.Interactive < 1, "RateLimits:Interactive", "must be at least 1, or null for no limit.");
        faults.AddIf(limits.Protocol < 1, "RateLimits:Protocol", "must be at least 1, or null for no limit.");
        faults.AddIf(limits.SignIns < 1, "RateLimits:SignIns", "must be at least 1, or null for no limit.");
        faults.AddIf(limits.DeviceCodes < 1, "RateLimits:DeviceCodes", "must be at least 1, or null for no limit.");
        faults.AddIf(limits.ClientMetadataDocuments < 1, "RateLimits:ClientMetadataDocuments", "must be at least 1, or null for no limit.");
        faults.Within(limits.Window, Day, "RateLimits:Window");
    }
}
