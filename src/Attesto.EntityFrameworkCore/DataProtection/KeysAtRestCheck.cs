using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Attesto.EntityFrameworkCore;

/// <summary>Refuses keys that lie in clear beside what they protect, unless the host says that it knows. In time for the other options checks, so all faults come
/// in one message.</summary>
internal sealed class KeysAtRestCheck(IServiceProvider services) : IValidateOptions<AttestoOptions>
{
    public ValidateOptionsResult Validate(string? name, AttestoOptions options) =>
        options.Database.KeysAtRest is KeysAtRest.Plain
        || services.GetService<IHostEnvironment>()?.IsDevelopment() != false
        || services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlEncryptor is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "The data-protection keys would lie in the database in clear, and a copy of it would do to forge every session. Protect them after PersistKeysToAttesto, with "
                + "ProtectKeysWithCertificate(...) for instance, or set Attesto:Database:KeysAtRest to Plain where the database is guarded as well as a key.");
}
