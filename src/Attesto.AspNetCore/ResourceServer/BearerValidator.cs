using Attesto.Issuing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Checks the options of each scheme at the start.</summary>
internal sealed class BearerValidator(IOptions<AttestoOptions> host, IServiceProviderIsService services) : IValidateOptions<AttestoBearerOptions>
{
    public ValidateOptionsResult Validate(string? name, AttestoBearerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        if (options.Issuer is null && !services.IsService(typeof(IVerificationKeySource)))
        {
            faults.Add($"AddAttestoBearer(\"{name}\"): no Issuer is set, and no server runs in this process. Set Issuer, or Authentication:Schemes:{name}:Issuer.");
        }
        else if (options.Issuer is { } issuer && !IssuerKeys.IsIssuer(issuer))
        {
            faults.Add($"AddAttestoBearer(\"{name}\"): the Issuer \"{issuer}\" must be an https URL without query or fragment; http only on loopback.");
        }

        var audiences = BearerScheme.AudiencesOf(options, host.Value);
        if (audiences.IsEmpty || audiences.Any(audience => !Uri.IsWellFormedUriString(audience, UriKind.Absolute)))
        {
            faults.Add($"AddAttestoBearer(\"{name}\"): Audience and Audiences must be absolute URLs, and at least one of them set; they are \"{string.Join(' ', audiences)}\".");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
