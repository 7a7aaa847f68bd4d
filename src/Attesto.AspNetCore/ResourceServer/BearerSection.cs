using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Binds the configuration section <c>Authentication:Schemes:</c> and the scheme's name, and refuses names that no option has and values that do not
/// bind, as <see cref="AttestoSection"/> does.</summary>
internal sealed class BearerSection(IAuthenticationConfigurationProvider configuration)
    : IConfigureNamedOptions<AttestoBearerOptions>, IValidateOptions<AttestoBearerOptions>
{
    public void Configure(AttestoBearerOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, AttestoBearerOptions options) => _ = Bind(name, options);

    public ValidateOptionsResult Validate(string? name, AttestoBearerOptions options)
    {
        var unknown = Find(name) is { } section
            ? OptionTree.FaultsOf(section, "AddAttestoBearer", typeof(AttestoBearerOptions))
            : [];
        string[] faults = [.. Bind(name, new AttestoBearerOptions()), .. unknown];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private string[] Bind(string? name, AttestoBearerOptions options) => Find(name) is { } section
        ? [.. OptionTree.LeavesOf(typeof(AttestoBearerOptions)).Select(leaf => OptionBinding.Bind(options, leaf, section.GetSection(leaf.Path))).OfType<string>()]
        : [];

    private IConfigurationSection? Find(string? name) =>
        string.IsNullOrEmpty(name) ? null : configuration.GetSchemeConfiguration(name) as IConfigurationSection;
}
