using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Refuses a start that would let strangers reach this machine.</summary>
/// <param name="environment">Where the host runs.</param>
internal sealed class OutboundOptionsValidation(IHostEnvironment environment) : IValidateOptions<AttestoOptions>
{
    public ValidateOptionsResult Validate(string? name, AttestoOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        if (options.Outbound.AllowLoopback && !environment.IsDevelopment())
        {
            faults.AddError("must be off outside Development: URLs of strangers would reach this machine.", "Outbound:AllowLoopback");
        }

        if (options.Outbound.MaxConcurrentRequests <= 0)
        {
            faults.AddError("must be positive.", "Outbound:MaxConcurrentRequests");
        }

        return faults.Build();
    }
}
