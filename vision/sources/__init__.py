"""Where pictures come from: files, folders of stills, devices, network cameras."""
