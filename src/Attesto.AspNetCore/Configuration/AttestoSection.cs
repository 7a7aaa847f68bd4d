using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Binds the configuration section <c>Attesto</c>, and refuses names that no option has and values that do not bind:
/// a misspelt safeguard must not pass for a set one.</summary>
internal sealed class AttestoSection(IServiceProvider services)
    : IConfigureOptions<AttestoOptions>, IConfigureOptions<AttestoHttpOptions>, IValidateOptions<AttestoOptions>
{
    private readonly IConfigurationSection? _section = services.GetService<IConfiguration>()?.GetSection("Attesto"); // a bare container has no configuration

    public void Configure(AttestoOptions options) => Bind(options);

    public void Configure(AttestoHttpOptions options) => Bind(options);

    public ValidateOptionsResult Validate(string? name, AttestoOptions options)
    {
        string[] faults = _section is null
            ? []
            : [.. Bind(new AttestoOptions()), .. Bind(new AttestoHttpOptions()), .. OptionTree.FaultsOf(_section, "this server", OptionTree.Roots)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    // What does not bind, which the checks report.
    private string[] Bind(object options) => _section is null
        ? []
        : [.. OptionTree.LeavesOf(options.GetType()).Select(leaf => OptionBinding.Bind(options, leaf, _section.GetSection(leaf.Path))).OfType<string>()];
}
