/** How JupyterLab is started. */
export interface ServerOptions {
  /** Whose notebooks it shows. */
  readonly folder: string;
  readonly browser: boolean;
  /** By default 8888, or the next free one. */
  readonly port?: number;
}

/** The arguments of an environment's Python that start JupyterLab. */
export function serverArguments(
  { folder, browser, port }: ServerOptions,
): string[] {
  const settings: Record<string, string | number> = {
    "ServerApp.root_dir": folder,
    "ServerApp.open_browser": browser ? "True" : "False",
    "ServerApp.answer_yes": "True",
    // It listens at this machine's own address, and asks for a token.
    "ServerApp.allow_root": "True",
    // Its address is said whatever the level.
    "ServerApp.log_level": "WARN",
    "LabApp.log_level": "WARN",
    "KernelSpecManager.allowed_kernelspecs": "deno",
    "KernelSpecManager.ensure_native_kernel": "False",
    // No look for news, extensions or updates.
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
