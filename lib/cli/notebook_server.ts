/** Options of the start of JupyterLab. */
export interface ServerOptions {
  /** Folder of the notebooks. */
  readonly folder: string;
  readonly browser: boolean;
  /** Port to serve on; by default 8888, or the next free port. */
  readonly port?: number;
}

/** Arguments for an environment's Python that start JupyterLab. */
export function serverArguments(
  { folder, browser, port }: ServerOptions,
): string[] {
  const settings: Record<string, string | number> = {
    "ServerApp.root_dir": folder,
    "ServerApp.open_browser": browser ? "True" : "False",
    "ServerApp.answer_yes": "True",
    // JupyterLab refuses to run as root by default. It listens at the loopback address
    // only, and requires a token.
    "ServerApp.allow_root": "True",
    // JupyterLab prints its address at every log level.
    "ServerApp.log_level": "WARN",
    "LabApp.log_level": "WARN",
    "KernelSpecManager.allowed_kernelspecs": "deno",
    "KernelSpecManager.ensure_native_kernel": "False",
    // No requests for news, extensions or updates.
    "LabApp.news_url": "None",
    "LabApp.extension_manager": "readonly",
    "LabApp.check_for_updates_class":
      "jupyterlab.handlers.announcements.NeverCheckForUpdate",
    ...port === undefined ? {} : {
      "ServerApp.port": port,
      "ServerApp.port_retries": 0,
    },
  };
  return [
    "-I",
    "-m",
    "jupyterlab",
    ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
  ];
}
